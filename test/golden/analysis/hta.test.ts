import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWithHta } from '../../../tools/validate-traces/hta';
import { peerKeys, peerResult, traceFiles } from '../../../tools/validate-traces/results';
import type { HtaResults } from '../../../tools/validate-traces/results';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const reference = sharedPath('reference');
const skip = skipUnlessShared('reference', 'hta');
const keys = peerKeys(reference, 'hta');

for (const key of keys)
  test(`equals HTA on ${key}`, { skip }, async () => {
    const files = traceFiles(sharedPath('traces'), key);
    const results = peerResult(reference, 'hta', key) as HtaResults;
    assert.ok((await compareWithHta(key, files, results)).length > 0);
  });

test('has HTA results to compare with', { skip }, () => {
  assert.ok(keys.length > 20);
});
