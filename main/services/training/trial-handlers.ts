import type { Handlers } from '../handlers.ts';
import type { ProjectStore } from '../ports.ts';
import type { Predictions } from '../prediction/predictions.ts';
import type { UsableModels } from '../prediction/usable-models.ts';
import { recordedJob } from '../recorded-job.ts';
import { projectLabels } from './project-labels.ts';
import { qualityReport, REPORT_FOLDS } from './quality-report.ts';
import { rankFeatures } from './rank-features.ts';
import { commonReach, runTrial, type TrialMeans } from './trial.ts';

export interface TrialHandlerMeans extends TrialMeans {
  readonly models: UsableModels;
  readonly predictions: Predictions;
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
}

type TrialCalls = 'training.try' | 'training.rankFeatures' | 'classifier.judge' | 'classifier.quality';

export function trialHandlers(means: TrialHandlerMeans): Pick<Handlers, TrialCalls> {
  const { models, predictions, store } = means;
  const labels = (project: ProjectStore) => ({
    sources: projectLabels(project),
    classes: project.classes(),
    seed: project.trainingSettings().seed,
  });

  return {
    async 'training.try'({ setting, beside }, context) {
      const ground = labels(store());
      const others = beside.map((set) => ({ set, scale: setting.scale }));
      const reach = commonReach([setting, ...others], ground.sources);
      const {
        classifier,
        setting: _,
        ...result
      } = await runTrial(setting, { ...ground, folds: REPORT_FOLDS, reach }, means, context);
      const dropped = models.keepTrial(classifier);
      if (dropped !== null) await predictions.forgetModel(dropped.info.id);
      return { ...result, model: classifier.info };
    },

    async 'training.rankFeatures'(_, context) {
      const project = store();
      const { set, channels, scale } = project.trainingSettings();
      return rankFeatures({ ...labels(project), set, channels, scale }, means, context);
    },

    async 'classifier.judge'({ modelId }, context) {
      const project = store();
      const { info } = project.model(modelId);
      const report = await recordedJob(project, 'judge', `Judge ${info.name}, version ${info.version}`, () =>
        qualityReport(info, { ...labels(project), seed: info.seed }, means, context),
      );
      if (!project.readOnly) project.keepQualityReport(report);
      return report;
    },

    'classifier.quality': ({ modelId }) => store().qualityReport(modelId),
  };
}
