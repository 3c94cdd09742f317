import type { Operator } from '../workload/workload';
import type { Network } from './collectives';
import type { Parallelism } from './parallelism';
import { contextWays } from './ring';

/**
 * Seconds of communication in one pass: an all-reduce after each row-parallel product and vocabulary-parallel embedding,
 * an all-gather of the logits (Megatron-LM, 2019), a combine after each layer's experts, a send between pipeline stages.
 * `engine` adds its own seconds to each collective and to each layer's experts. `operators` are those of the whole workload; a data-parallel
 * replica communicates only its own share of the batch, a context-parallel rank its own share of the positions.
 */
export const communicationSeconds = (
  operators: readonly Operator[],
  parallelism: Parallelism,
  network: Network,
  engine: { readonly collective: number; readonly dispatch: number },
): number => {
  const { tensor, pipeline, data, expert, context = 1 } = parallelism;
  let seconds = 0;
  let hidden = 0;
  const spread = Math.max(tensor, expert) > 1;
  for (const operator of operators) {
    const { parallel, bytes, count, category, networkBytes } = operator;
    const batch = data * pipeline * contextWays(operator, parallelism, data * pipeline);
    if (networkBytes !== undefined)
      seconds += count * network.seconds('all-reduce', networkBytes / count, tensor * data * context);
    if (bytes === undefined) continue;
    const output = bytes.written / count / batch;
    if (spread && category === 'routing') seconds += count * engine.dispatch;
    else if (spread && (parallel === 'row' || parallel === 'vocabulary'))
      seconds += count * engine.collective;
    if (parallel === 'row') {
      seconds += count * network.seconds('all-reduce', output, tensor);
      hidden = Math.max(hidden, output);
    }
    if (parallel === 'vocabulary')
      seconds +=
        count *
        network.seconds(
          category === 'embedding' ? 'all-reduce' : 'all-gather',
          category === 'embedding' ? output : output / tensor,
          tensor,
        );
    if (category === 'routing')
      seconds += count * combineSeconds(bytes.read / count / batch, output, parallelism, network);
  }
  return seconds + Math.max(0, pipeline - 1) * network.seconds('send', hidden, pipeline);
};

/**
 * Bringing tokens to their experts and back. With attention divided over the ranks that hold the experts each rank has
 * every token, and the outputs are reduced; with data parallelism each token's `sent` bytes travel there and back.
 */
const combineSeconds = (
  sent: number,
  output: number,
  { tensor, data, expert, context = 1 }: Parallelism,
  network: Network,
): number =>
  data * context > 1 && expert > 1
    ? 2 * network.seconds('all-to-all', sent, expert)
    : network.seconds('all-reduce', output, Math.max(tensor, expert));
