import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareDiff, DIFFS } from '../../../tools/validate-traces/hta-diff';
import { sharedPath, skipUnlessShared } from '../../support/shared';

for (const key of Object.keys(DIFFS))
  test(
    `equals HTA's trace diff ${key}`,
    { skip: skipUnlessShared('reference', 'hta', `diff__${key}.json`) },
    async () => {
      const [{ difference } = assert.fail()] = await compareDiff(
        sharedPath('traces'),
        sharedPath('reference'),
        key,
      );
      assert.equal(difference, undefined);
    },
  );
