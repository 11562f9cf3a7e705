import { z } from 'zod';
import { contract } from '#contract/contract.ts';

export interface MethodDescription {
  readonly method: string;
  /** JSON Schema of the input; `format: "binary"` marks bytes, which only the wire format carries. */
  readonly input: unknown;
}

/** Every call with the JSON Schema of its input. */
export function describeContract(): readonly MethodDescription[] {
  return Object.entries(contract).map(([method, { input }]) => ({
    method,
    input: z.toJSONSchema(input, {
      io: 'input',
      unrepresentable: () => ({ type: 'string', format: 'binary' }),
    }),
  }));
}
