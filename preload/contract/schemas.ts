/** Schemas shared by the calls of the contract. They hold what the document can hold, nothing looser. */
import { z } from 'zod';
import { NO_CRF } from '#core/model/crf.ts';
import { GroveError } from '#core/model/error.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import { DEFAULT_TRAINING } from '#core/model/project.ts';

export const id = z.string().min(1).max(100);
export const path = z.string().min(1).max(32_767);
export const name = z.string().trim().min(1, 'A name needs at least one character.').max(200);
export const index = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);
/** Smaller is sooner: 0 = visible, 1 = about to be, 2 = in the background. */
export const priority = z.number().int().min(0).max(9);
export const color = z.number().int().min(0).max(0xffffff);
export const classValue = z.number().int().min(1).max(255);
export const classOrErase = z.number().int().min(0).max(255);
export const onlyOver = z.array(classOrErase).max(256).nullable();

/** Channels of an image, in the order wanted; null = as the model says. */
export const channels = z.array(index).min(1).max(1000).nullable().default(null);

export const plane = z.object({ scene: index, z: index, t: index }).strict();

export const rect = z.object({ x: index, y: index, width: z.number().int().min(1), height: z.number().int().min(1) }).strict();

export const stroke = z
  .object({ box: rect, mask: z.instanceof(Uint8Array), value: classOrErase, onlyOver })
  .strict()
  .refine((s) => s.mask.length === Math.ceil(s.box.width / 8) * s.box.height, 'The mask does not have the size of its box.');

export const channelDisplay = z
  .object({ color, visible: z.boolean(), min: z.number(), max: z.number(), gamma: z.number().min(0.05).max(20) })
  .strict();

/** How the answer of a model is refined; see core/model/crf.ts. */
const crfSettings = z.object({ strength: z.number().int().min(0).max(100), confidence: z.enum(['before', 'after']) }).strict();

export const crf = crfSettings.default(NO_CRF);

/** Name of a feature set in any spelling; what comes out is the canonical one. */
export const featureSet = z
  .string()
  .max(1000)
  .transform((text, { addIssue }) => {
    try {
      return canonicalFeatureSet(text);
    } catch (thrown) {
      addIssue({ code: 'custom', message: GroveError.from(thrown).message });
      return z.NEVER;
    }
  });

export const trainingSettings = z
  .object({
    set: featureSet,
    channels: z.array(index).min(1).max(1000).nullable(),
    trees: z.number().int().min(1).max(1000),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1),
    scale: z.enum(['px', 'um']).default('px'),
    minConfidence: z.number().int().min(0).max(100),
    live: z.boolean(),
    crf,
  })
  .strict();

/** See core/model/trial.ts; what is left out is as for a new project. */
export const trialSetting = z
  .object({
    set: featureSet.default('basic25'),
    channels: z.array(index).min(1).max(1000).nullable().default(null),
    trees: z.number().int().min(1).max(1000).default(DEFAULT_TRAINING.trees),
    scale: z.enum(['px', 'um']).default('px'),
    crf: z.number().int().min(0).max(100).default(0),
  })
  .strict();

/** Text of a subset, such as `S(1)|Z(1-5)|T(3)|C(2)|X(0-1023)`; see core/model/subset.ts. */
export const subset = z.string().max(1000);

/** An image function with its parameters. */
export const functionText = z.string().min(1).max(40_000);

export const labelImport = z
  .object({
    imageId: id,
    plane,
    path,
    /** Label images of other people for the same image. */
    more: z.array(path).max(100).default([]),
    rule: z.enum(['majority', 'first', 'agree']).default('majority'),
    mode: z.enum(['merge', 'replace']).default('merge'),
    planes: z.enum(['shown', 'all']).default('shown'),
  })
  .strict();

export const exportRequest = z
  .object({
    modelId: id,
    imageId: id,
    plane: plane.default({ scene: 0, z: 0, t: 0 }),
    /** Planes, and the part of them, instead of `plane`. */
    subset: subset.nullable().default(null),
    /** File of the segmentation: .tif, .ome.zarr, or .png (one small plane). */
    path,
    format: z.enum(['labels', 'multichannel', 'channels']),
    /** Classes 0… whose masks are written; null = all. */
    classes: z.array(index).min(1).max(255).nullable().default(null),
    probabilities: path.nullable(),
    confidence: path.nullable(),
    minConfidence: z.number().int().min(0).max(100),
    crf,
  })
  .strict();

/** What the user sets for all projects. */
export const preferences = z
  .object({
    /** Path of bfconvert of Bio-Formats; null to look for it on the PATH. */
    bfconvert: path.nullable(),
  })
  .strict();
