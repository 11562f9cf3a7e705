/** Schemas of the calls that concern networks. */
import { z } from 'zod';
import { NETWORK_TASKS } from '#core/model/network.ts';
import { color, name } from './schemas.ts';

const extent = z.number().int().min(1).max(65_536);
const border = z.number().int().min(0).max(65_536);

export const tileExtent = z.object({ z: extent.nullable(), y: extent, x: extent }).strict();
export const tileBorder = z.object({ z: border.nullable(), y: border, x: border }).strict();
export const networkKey = z.string().min(1).max(100);
export const networkClass = z.object({ name, color, background: z.boolean() }).strict();
export const channelNames = z.array(z.string().max(1000)).min(1).max(100).nullable();
export const provider = z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml']);

/** What a user decides at import; what is left out is as the file says. */
export const networkChoices = z
  .object({
    name: z.string().trim().max(200),
    description: z.string().max(4000),
    task: z.enum(NETWORK_TASKS),
    tile: tileExtent,
    border: tileBorder,
    classes: z.array(networkClass).max(255),
    values: z.enum(['unit', 'counts']),
    channelNames,
    provider,
    resample: z.boolean(),
  })
  .partial()
  .strict();

/** What can be changed of a network of the library. */
export const networkPatch = networkChoices.omit({ task: true, tile: true });
