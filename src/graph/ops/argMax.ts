import type { OpDefinition } from '../opDefinition';
import { requireMatrix } from '../shapeRules';

/** argMax(x[N,K]) → int32[N]: the class of each row's largest value; among equal values the first. */
export const argMax: OpDefinition<'argMax'> = {
  inputs: ['x'],
  shape(_, x) {
    const [batch] = requireMatrix('x', '[N,K]', x);
    return { shape: [batch], dtype: 'int32' };
  },
  gradient: { notDifferentiable: 'a class index jumps; it has no slope' },
  multiplyAdds: () => 0,
};
