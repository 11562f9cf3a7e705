import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { functionAttribute } from '../graph/attribute-of.ts';
import { BatchMustBeOne, type Call, type Operators } from '../graph/conversion.ts';
import { evaluate } from '../graph/evaluate.ts';
import { asNumbers, integer, operand } from '../graph/operands.ts';
import { UNSUPPORTED, type Value } from '../graph/value.ts';
import { LIMITS } from '../limits.ts';

/** Calls, branches and loops: the functions they name are evaluated in their place. */
export function callOperators(all: () => Operators): Operators {
  function callFunction({ conversion, node, depth }: Call, name: string, inputs: readonly Value[], path = ''): Value[] {
    const body = conversion.functionNamed(name);
    if (body.inputs.length !== inputs.length) {
      throw new SavedModelDamage(`the function ${name} takes ${body.inputs.length} values but gets ${inputs.length}`);
    }
    const given = new Map(body.inputs.map((argument, i) => [argument, inputs[i]!]));
    // Bodies have names that say enough; only rounds of loops need telling apart.
    return evaluate(conversion, all(), {
      nodes: body.nodes,
      given,
      results: body.results,
      depth: depth + 1,
      path: path === '' ? '' : `${node.name}/${path}/`,
    });
  }

  /** A branch whose condition is known: training or not, one image or several. */
  function branch(call: Call): readonly Value[] {
    const [, ...rest] = call.inputs;
    const taken = truth(operand(call, 0)) ? 'then_branch' : 'else_branch';
    return callFunction(call, functionAttribute(call, taken), rest);
  }

  function oneOfMany(call: Call): readonly Value[] {
    const [, ...rest] = call.inputs;
    const branches = call.node.attributes.get('branches')?.functions ?? [];
    const index = integer(call, 0);
    const name = branches[index >= 0 && index < branches.length ? index : branches.length - 1];
    if (name === undefined) throw new SavedModelDamage(`the node ${call.node.name} has no branches`);
    return callFunction(call, name, rest);
  }

  /** A loop whose rounds are known, as one over a batch of one image: it is unrolled. */
  function loop(call: Call): readonly Value[] {
    const [condition, body] = ['cond', 'body'].map((name) => functionAttribute(call, name)) as [string, string];
    let state = call.inputs;
    for (let round = 0; round <= LIMITS.rounds; round++) {
      const [goOn] = callFunction(call, condition, state, `condition${round}`);
      if (goOn === undefined) throw new SavedModelDamage(`the loop ${call.node.name} has no condition`);
      if (goOn.kind === 'unsupported') return call.inputs.map(() => UNSUPPORTED);
      if (goOn.kind !== 'constant' || typeof goOn.data[0] !== 'number') throw new BatchMustBeOne();
      if (!truth(goOn)) return state;
      state = callFunction(call, body, state, `round${round}`);
      if (state.length !== call.inputs.length)
        throw new SavedModelDamage(`the loop ${call.node.name} changes its number of values`);
      if (state.some(({ kind }) => kind === 'unsupported')) return call.inputs.map(() => UNSUPPORTED);
    }
    throw new OperatorRefusal(`of more than ${LIMITS.rounds} rounds`);
  }

  const call = (one: Call): Value[] => callFunction(one, functionAttribute(one, 'f'), one.inputs);
  return {
    PartitionedCall: call,
    StatefulPartitionedCall: call,
    If: branch,
    StatelessIf: branch,
    Case: oneOfMany,
    StatelessCase: oneOfMany,
    While: loop,
    StatelessWhile: loop,
  };
}

/** A condition that is known. */
function truth(value: Value): boolean {
  const known = asNumbers(value);
  const first = known.kind === 'constant' ? known.data[0] : undefined;
  if (typeof first !== 'number') throw new OperatorRefusal('with a condition that is known only when the network runs');
  return first !== 0;
}
