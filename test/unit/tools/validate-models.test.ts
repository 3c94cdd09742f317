import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measuredSection } from '../../../tools/validate-models/measured';
import { memorySection } from '../../../tools/validate-models/memory';
import { off, signed } from '../../../tools/validate-models/ours';
import { peersSection } from '../../../tools/validate-models/peers';
import { referenceSection } from '../../../tools/validate-models/reference';
import { sharedPath, skipUnlessShared } from '../../support/shared';

test('a difference is told with its sign, and small ones with more digits', () => {
  assert.equal(off(90, 100), -0.09999999999999998);
  assert.equal(signed(-0.131), '−13.1 %');
  assert.equal(signed(0.00004), '+0.004 %');
});

test(
  'the sections tell every quantity, and explain every disagreement',
  { skip: skipUnlessShared('reference', 'peers', 'calculon.json') },
  () => {
    const reference = referenceSection(sharedPath('configs'));
    assert.doesNotMatch(reference, /not explained/);
    assert.match(reference, /\| parameters \| \d+ \| \d+ \| exactly \|/);
    const peers = peersSection(sharedPath('reference'), sharedPath('configs'));
    for (const tool of ['llm-viewer', 'llm-analysis', 'genz', 'mad-max'])
      assert.ok(peers.includes(tool), tool);
    assert.match(peers, /llm-viewer \| bytes of cache \| \d+ \| exact/);
    assert.match(memorySection(sharedPath('reference')), /none, sequence divided .* \+0\.000 % \|/);
  },
);

test('families without a reference row are told with what is equal', () => {
  const rows = measuredSection()
    .split('\n')
    .filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| family'));
  assert.ok(rows.some((row) => row.startsWith('| seamless |')));
  for (const row of rows) {
    const [, , models, equal] = row.split('|').map((cell) => cell.trim());
    assert.equal(equal, models, row);
  }
});
