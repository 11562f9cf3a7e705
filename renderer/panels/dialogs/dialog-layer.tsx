import { useFrame } from '../app-context.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FileDialog } from './file-dialog.tsx';
import { PreferencesDialog } from './preferences-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** The question that is open, if there is one. */
export function DialogLayer() {
  const dialog = useFrame((frame) => frame.dialog);
  switch (dialog?.kind) {
    case 'file':
      return <FileDialog request={dialog.request} onAnswer={dialog.answer} />;
    case 'export':
      return <ExportDialog />;
    case 'preferences':
      return <PreferencesDialog values={dialog.values} note={dialog.note} />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    default:
      return null;
  }
}
