import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Answer, type Step, walk } from '../../../src/host/commands/walk';

type Known = readonly string[];

/** Steps that give the answers of a list one after the other, and note where they stood and what they were shown. */
const scripted = (answers: readonly ('back' | 'cancelled' | string)[]) => {
  const places: string[] = [];
  const left = [...answers];
  const step: Step<Known> = (known, { step: at, totalSteps }) => {
    places.push(`${at}/${totalSteps} ${known[at - 1] ?? ''}`.trim());
    const next = left.shift();
    const answer: Answer<Known> =
      next === 'back'
        ? 'back'
        : next === undefined || next === 'cancelled'
          ? 'cancelled'
          : { value: [...known.slice(0, at - 1), next] };
    return Promise.resolve(answer);
  };
  return { places, step };
};

describe('walking through steps', () => {
  it('goes on, and back to the answer that was given there', async () => {
    const { places, step } = scripted(['a', 'b', 'back', 'c', 'd']);
    assert.deepEqual(await walk<Known>('T', [], () => [step, step, step]), ['a', 'c', 'd']);
    assert.deepEqual(places, ['1/3', '2/3', '3/3', '2/3 b', '3/3']);
  });

  it('asks what an answer makes necessary, and no more once it is taken back', async () => {
    const { places, step } = scripted(['many', 'back', 'one', 'end']);
    const steps = (known: Known) => (known.includes('many') ? [step, step, step] : [step, step]);
    assert.deepEqual(await walk<Known>('T', [], steps), ['one', 'end']);
    assert.deepEqual(places, ['1/2', '2/3', '1/3 many', '2/2']);
  });

  it('stays at the first step, and ends where the user gives up', async () => {
    const { places, step } = scripted(['back', 'a', 'cancelled']);
    assert.equal(await walk<Known>('T', [], () => [step, step]), undefined);
    assert.deepEqual(places, ['1/2', '1/2', '2/2']);
  });
});
