import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributed, originOf } from '../../../src/core/carbon/attribution/attribute';
import { estimate } from '../../../src/core/estimate/estimate';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { Problem } from '../../../src/core/problem';

const CONFIG = JSON.stringify({
  model_type: 'llama',
  hidden_size: 2048,
  intermediate_size: 8192,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  vocab_size: 32000,
});
const workload = buildWorkload(readModel(CONFIG, 'config.json'), { batch: 1, input: 64, output: 8 });

describe('licence and year of a source', () => {
  it('are those of the value’s own publisher, not of what it is compared with', () => {
    assert.deepEqual(originOf('Boavizta 2.4.1, rack case; low: Dell R740 life cycle assessment'), {
      licence: 'ODbL-1.0',
      year: 2026,
    });
    assert.equal(originOf('ACT (Gupta et al., ISCA 2022), facebookresearch/ACT').licence, 'MIT');
    assert.deepEqual(originOf('given by the user'), { licence: 'own' });
  });

  it('read a year from a preprint’s number, and none from a span of years', () => {
    assert.equal(originOf('Watt Counts, arXiv 2604.09048 (idle power)').year, 2026);
    assert.equal(originOf('Kaplan et al. (arXiv:2001.08361)').year, 2020);
    assert.equal(originOf('Ember, yearly average intensity (2022 to 2024 by country)').year, undefined);
  });

  it('are unknown for a source that nobody registered', () => {
    assert.deepEqual(originOf('somebody said so'), {});
  });

  it('give way to the value’s own', () => {
    const [one] = attributed([
      { id: 'a', value: 1, unit: '', source: 'Electricity Maps, yearly average intensity', year: 2023 },
    ]);
    assert.deepEqual([one?.year, one?.licence], [2023, 'ODbL-1.0']);
  });

  it('are a licence for every input of every part of the catalogue, in every kind of place', () => {
    const bare = new Set<string>();
    for (const part of catalogue().values()) {
      for (const zone of ['FR', 'USA', 'aws:us-east-1', 'gcp:us-central1', 'azure:eastus']) {
        try {
          const { assumptions } = estimate(workload, { accelerator: part.id, count: 2, zone });
          for (const { source, licence } of assumptions) if (licence === undefined) bare.add(source);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
      }
    }
    assert.deepEqual([...bare], []);
  });
});
