import { useFrame } from '../app-context.tsx';
import { FeatureGridDialog } from '../features/feature-grid-dialog.tsx';
import { FunctionsDialog } from '../functions/functions-dialog.tsx';
import { ExportLabelsDialog } from '../label/export-labels-dialog.tsx';
import { ImportLabelsDialog } from '../label/import-labels-dialog.tsx';
import { LabelStatisticsDialog } from '../label/label-statistics-dialog.tsx';
import { ClassifyDialog } from '../networks/classify-dialog.tsx';
import { DeleteNetworkDialog } from '../networks/delete-network-dialog.tsx';
import { ImportNetworkDialog } from '../networks/import-network-dialog.tsx';
import { ProcessDialog } from '../networks/process-dialog.tsx';
import { FeatureWorthDialog } from '../trials/feature-worth-dialog.tsx';
import { TrialsDialog } from '../trials/trials-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { ExportImageDialog } from './export-image-dialog.tsx';
import { FileDialog } from './file-dialog.tsx';
import { PreferencesDialog } from './preferences-dialog.tsx';
import { SegmentDialog } from './segment-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** The question that is open, if there is one. */
export function DialogLayer() {
  const dialog = useFrame((frame) => frame.dialog);
  switch (dialog?.kind) {
    case 'file':
      return <FileDialog request={dialog.request} onAnswer={dialog.answer} />;
    case 'export':
      return <ExportDialog />;
    case 'exportImage':
      return <ExportImageDialog />;
    case 'functions':
      return <FunctionsDialog />;
    case 'importLabels':
      return <ImportLabelsDialog paths={dialog.paths} />;
    case 'exportLabels':
      return <ExportLabelsDialog />;
    case 'labelStatistics':
      return <LabelStatisticsDialog statistics={dialog.statistics} />;
    case 'segment':
      return <SegmentDialog />;
    case 'preferences':
      return <PreferencesDialog values={dialog.values} note={dialog.note} />;
    case 'features':
      return <FeatureGridDialog grid={dialog.grid} />;
    case 'network':
      return <ImportNetworkDialog draft={dialog.draft} />;
    case 'process':
      return <ProcessDialog network={dialog.network} />;
    case 'classify':
      return <ClassifyDialog network={dialog.network} />;
    case 'deleteNetwork':
      return <DeleteNetworkDialog network={dialog.network} users={dialog.users} />;
    case 'trials':
      return <TrialsDialog />;
    case 'featureWorth':
      return <FeatureWorthDialog list={dialog.list} />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    default:
      return null;
  }
}
