/** How the answer of a model is refined by a dense conditional random field (see core/segmentation/crf). */
export interface CrfSettings {
  /** 0 = off … 100; how much neighbours count against what the model says. */
  readonly strength: number;
  /**
   * What is shown, thresholded and written as confidence: 'after' = 100 % everywhere, because what the field leaves is a decision;
   * 'before' = the model's own confidence, as if there were no field.
   */
  readonly confidence: 'before' | 'after';
}

export const NO_CRF: CrfSettings = { strength: 0, confidence: 'after' };

/** What is recommended to those who only switch it on. */
export const USUAL_CRF_STRENGTH = 50;

/** Tells settings that give different results apart, and not those that give the same. */
export function crfKey({ strength, confidence }: CrfSettings): string {
  return strength === 0 ? '' : `crf ${strength} ${confidence}`;
}
