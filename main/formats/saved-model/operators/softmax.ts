import { SavedModelDamage } from '../damage.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import { toPlain } from '../graph/layout.ts';
import { tensor } from '../graph/operands.ts';
import type { Value } from '../graph/value.ts';

/** Over the last axis. Operator set 12 takes all axes from the one named on as one, so channels must be last for it, too. */
function softmax(op: 'Softmax' | 'LogSoftmax') {
  return (call: Call): Value => {
    const source = toPlain(call.conversion, tensor(call, 0));
    if (source.shape.length === 0) throw new SavedModelDamage(`the node ${call.node.name} gets a single number`);
    const [name] = call.conversion.onnx.emit(op, [source.name], { axis: source.shape.length - 1 });
    return { ...source, name: name! };
  };
}

export const SOFTMAX_OPERATORS: Operators = { Softmax: softmax('Softmax'), LogSoftmax: softmax('LogSoftmax') };
