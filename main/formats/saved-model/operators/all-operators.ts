import type { Operators } from '../graph/conversion.ts';
import { callOperators } from './calls.ts';
import { CONVOLUTION_OPERATORS } from './convolution.ts';
import { DILATION_OPERATORS } from './dilation.ts';
import { ELEMENT_OPERATORS } from './element-by-element.ts';
import { IDENTITY_OPERATORS } from './identity.ts';
import { JOINING_OPERATORS } from './joining.ts';
import { LIST_OPERATORS } from './lists.ts';
import { MATRIX_OPERATORS } from './matrix.ts';
import { NORMALISATION_OPERATORS } from './normalisation.ts';
import { PADDING_OPERATORS } from './padding.ts';
import { POOLING_OPERATORS } from './pooling.ts';
import { REDUCTION_OPERATORS } from './reduction.ts';
import { RESIZING_OPERATORS } from './resizing.ts';
import { SHAPE_OPERATORS } from './shape.ts';
import { SLICING_OPERATORS } from './slicing.ts';
import { SOFTMAX_OPERATORS } from './softmax.ts';
import { TRANSPOSED_OPERATORS } from './transposed-convolution.ts';

/** All operators of TensorFlow that can be converted, by their name. */
export const ALL_OPERATORS: Operators = {
  ...IDENTITY_OPERATORS,
  ...CONVOLUTION_OPERATORS,
  ...TRANSPOSED_OPERATORS,
  ...DILATION_OPERATORS,
  ...POOLING_OPERATORS,
  ...NORMALISATION_OPERATORS,
  ...RESIZING_OPERATORS,
  ...PADDING_OPERATORS,
  ...ELEMENT_OPERATORS,
  ...REDUCTION_OPERATORS,
  ...SOFTMAX_OPERATORS,
  ...MATRIX_OPERATORS,
  ...JOINING_OPERATORS,
  ...SLICING_OPERATORS,
  ...SHAPE_OPERATORS,
  ...LIST_OPERATORS,
  ...callOperators(() => ALL_OPERATORS),
};
