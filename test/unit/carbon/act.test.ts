import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { carbonPerArea, dieCarbon, type Fab, storageCarbon } from '../../../src/core/carbon/embodied/act';
import {
  fabIntensity,
  nodeOfProcess,
  packageGrams,
  processNode,
  storageGramsPerGB,
} from '../../../src/core/carbon/embodied/act-data';
import { murphyYield, exponentialYield } from '../../../src/core/carbon/embodied/yield';
import { squareMillimetres } from '../../../src/core/units/quantity';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const node = (name: string) => processNode(name) ?? assert.fail(name);
const perGB = (kind: 'dram' | 'ssd', name: string) => storageGramsPerGB(kind, name) ?? assert.fail(name);
const PACKAGE = packageGrams().grams;
const close = (actual: number, expected: number, digits: number) => {
  assert.equal((actual / 1000).toFixed(digits), expected.toFixed(digits));
};

describe("ACT's equation", () => {
  it('gives its unit vector: 145 mm², 10 nm, 95 % abatement, Taiwan, 2.6087 kg', () => {
    const fab: Fab = {
      node: node('10nm'),
      intensity: fabIntensity('taiwan').mid,
      yield: 0.943543,
      abatement: 95,
    };
    close(dieCarbon(squareMillimetres(145), fab) + PACKAGE, 2.6087, 4);
  });

  it('gives the carbon per area of every node in Taiwan at yield 0.875', () => {
    const expected = {
      '28nm': 1328,
      '22nm': 1459,
      '20nm': 1542,
      '14nm': 1557,
      '10nm': 1777,
      '8nm': 1807,
      '7nm': 2318,
      '5nm': 2778,
      '3nm': 3163,
    };
    for (const [name, grams] of Object.entries(expected)) {
      assert.equal(
        Math.round(carbonPerArea({ node: node(name), intensity: 583, yield: 0.875 })),
        grams,
        name,
      );
    }
  });
});

/** ACT's own cases, exps/dellr740 and exps/fairphone3: 28 nm on coal power (820 g/kWh), 95 % abatement, yield 0.875. */
describe("ACT's cases", () => {
  const coal: Fab = { node: node('28nm'), intensity: 820, yield: 0.875, abatement: 95 };
  const dram = (gigabytes: number) => storageCarbon(gigabytes, perGB('dram', 'ddr3_50nm'), 0.875);
  const flash = (gigabytes: number) => storageCarbon(gigabytes, perGB('ssd', 'nand_30nm'), 0.875);

  it('gives the Dell R740', () => {
    close(2 * (dieCarbon(squareMillimetres(698), coal) + 2 * PACKAGE), 23.14, 2);
    close(12 * (dram(36) + 19 * PACKAGE), 330.43, 2);
    close(flash(400) + dram(68) + 13 * PACKAGE, 62.75, 2);
    close(8 * (flash(3840) + dram(68) + 13 * PACKAGE), 1476.99, 2);
  });

  it('gives the Fairphone 3', () => {
    const memory = dram(4) + flash(64) + 2 * PACKAGE;
    const processor = dieCarbon(squareMillimetres(46.4), coal) + PACKAGE;
    const others = dieCarbon(squareMillimetres(166.68), coal) + 20 * PACKAGE;
    close(memory, 5.31, 2);
    close(processor, 0.8993, 4);
    close(others, 5.6916, 3);
    close(memory + processor + others, 11.901, 3);
  });
});

describe('yield of large dies', () => {
  it('gives the H100 0.450 by ACT v2 with 0.15 defects per cm² and 0.468 by Murphy with 0.10', () => {
    assert.equal(murphyYield(squareMillimetres(814), 0.1).toFixed(3), '0.468');
    assert.equal(exponentialYield(squareMillimetres(814), 0.15).toFixed(3), '0.450');
  });

  it('falls with area and is 1 without defects', () => {
    assert.equal(murphyYield(squareMillimetres(814), 0), 1);
    assert.equal(murphyYield(squareMillimetres(0), 0.1), 1);
    assert.ok(murphyYield(squareMillimetres(400), 0.1) > murphyYield(squareMillimetres(800), 0.1));
    assert.ok(exponentialYield(squareMillimetres(400), 0.1) > exponentialYield(squareMillimetres(800), 0.1));
  });
});

describe('processes', () => {
  it('map to the node of their class', () => {
    const mid = (process: string) => nodeOfProcess(process)?.node.mid.name;
    assert.equal(mid('TSMC 4N'), '5nm');
    assert.equal(mid('TSMC 4NP'), '5nm');
    assert.equal(mid('TSMC N7'), '7nm');
    assert.equal(mid('Samsung 8N'), '8nm');
    assert.equal(mid('TSMC 12 nm FFN'), '14nm');
    assert.equal(mid('XCD TSMC N5 + IOD N6'), '5nm');
    assert.equal(mid('XCD TSMC N3P + IOD N6'), '3nm');
    assert.equal(mid('somewhere else'), undefined);
  });
});

interface EdgeRow {
  readonly model: string;
  readonly area_mm2?: number | null;
  readonly embodied_kg_recomputed: number;
}

/** 22 nm in Taiwan at 642 g/kWh, 95 % abatement, yield 0.875, and 1 GB of memory as lpddr3_20nm. */
describe('edge accelerators of CATransformers', { skip: skipUnlessShared('facts', 'carbon.json') }, () => {
  it('come to the embodied carbon of their area', () => {
    const facts = JSON.parse(readFileSync(sharedPath('facts', 'carbon.json'), 'utf8')) as {
      readonly catransformers_rows: readonly EdgeRow[];
    };
    const fab: Fab = { node: node('22nm'), intensity: 642, yield: 0.875, abatement: 95 };
    const memory = storageCarbon(1, perGB('dram', 'lpddr3_20nm'), 0.875);
    let rows = 0;
    for (const { model, area_mm2: area, embodied_kg_recomputed: expected } of facts.catransformers_rows) {
      if (area === undefined || area === null) continue;
      const carbon = dieCarbon(squareMillimetres(area), fab) + memory;
      assert.ok(
        Math.abs(carbon / 1000 - expected) < 0.00051,
        `${model}: ${carbon} g, expected ${expected} kg`,
      );
      rows++;
    }
    assert.ok(rows > 40);
  });
});
