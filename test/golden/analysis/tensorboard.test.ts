import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerKeys, peerResult, traceFiles } from '../../../tools/validate-traces/results';
import { compareWithPlugin } from '../../../tools/validate-traces/tensorboard';
import type { PluginResults } from '../../../tools/validate-traces/tensorboard-results';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const reference = sharedPath('reference');
const skip = skipUnlessShared('reference', 'tensorboard');
const keys = peerKeys(reference, 'tensorboard');

for (const key of keys)
  test(`equals the TensorBoard plugin on ${key}, but for what it overlooks`, { skip }, async () => {
    const files = traceFiles(sharedPath('traces'), key);
    const results = peerResult(reference, 'tensorboard', key) as PluginResults;
    const compared = await compareWithPlugin(key, files, results);
    assert.ok(compared.length >= 3);
    for (const { trace, analysis, difference } of compared)
      if (difference !== undefined) assert.notEqual(difference.events, '', `${trace}: ${analysis}`);
  });

test('has results of the plugin to compare with', { skip }, () => {
  assert.ok(keys.length > 20);
});
