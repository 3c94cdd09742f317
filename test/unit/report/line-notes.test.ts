import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lineNotes, type NotedTrace } from '../../../src/core/report/line-notes';
import type { SourceLineTimes } from '../../../src/core/traces/analysis/source-lines';
import { grams } from '../../../src/core/units/quantity';

const row = (line: number, deviceTotal: number, hostTotal: number, called?: string): SourceLineTimes => ({
  file: 'model.py',
  line,
  ...(called === undefined ? {} : { function: called }),
  calls: 8,
  hostSelf: hostTotal / 2,
  hostTotal,
  deviceSelf: deviceTotal / 4,
  deviceTotal,
  operators: [{ name: 'aten::mm', calls: 4, hostTotal, deviceTotal }],
});

/** Four steps with 40 ms of device time in all, a step at 2 g (1 to 4). */
const TRACE: NotedTrace = {
  name: 'train.json',
  steps: 4,
  hostSeconds: 0.08,
  deviceSeconds: 0.04,
  carbon: { low: grams(1), mid: grams(2), high: grams(4) },
  carbonOf: '1 × h100-sxm5 in DE',
};

describe('notes beside the code', () => {
  test('divide times by steps, and the carbon of a step by device time', () => {
    const [note, ...others] = lineNotes([row(42, 0.01, 0.02)], TRACE);
    assert.deepEqual(others, []);
    // 10 of 40 ms of device time are a quarter of 2 g.
    assert.equal(note?.text, 'device 2.50 ms · host 5.00 ms · 500 mg CO2e per step');
    assert.match(note?.details ?? '', /train\.json, per step \(mean of 4\)/);
    assert.match(
      note?.details ?? '',
      /\| calls from here \| 2 \| 2\.50 ms \| 625 µs \| 5\.00 ms \| 2\.50 ms \| 500 mg CO2e \(250–1,000\) \|/,
    );
    assert.match(note?.details ?? '', /\| aten::mm \| 1 \| 2\.50 ms \| 5\.00 ms \|/);
    assert.match(note?.details ?? '', /of a step on 1 × h100-sxm5 in DE, divided by device time/);
  });

  test('of all device time have all of the carbon', () => {
    const notes = lineNotes([row(1, 0.01, 0.02), row(2, 0.03, 0.02)], TRACE);
    assert.deepEqual(
      notes.map(({ text }) => /[\d.]+ m?g CO2e/.exec(text)?.[0]),
      ['500 mg CO2e', '1.50 g CO2e'],
    );
  });

  test('do not count a line twice that is a function and calls', () => {
    const notes = lineNotes([row(7, 0.01, 0.02, '<lambda>'), row(7, 0.008, 0.01)], TRACE);
    assert.equal(notes.length, 1);
    assert.match(notes[0]?.text ?? '', /^device 2\.50 ms/);
    assert.match(notes[0]?.details ?? '', /\\<lambda\\>/);
    assert.match(notes[0]?.details ?? '', /calls from here/);
  });

  test('without a device tell host time alone, and why there is no carbon', () => {
    const { carbon: _carbon, carbonOf: _of, steps: _steps, ...known } = TRACE;
    const [note] = lineNotes([row(3, 0, 0.02)], { ...known, deviceSeconds: 0 });
    assert.equal(note?.text, 'host 20.0 ms in the trace');
    assert.match(note?.details ?? '', /no work of a device/);
    assert.doesNotMatch(note?.details ?? '', /Device|unknown/);
    const [onUnknown] = lineNotes([row(3, 0.01, 0.02)], known);
    assert.equal(onUnknown?.text, 'device 10.0 ms · host 20.0 ms in the trace');
    assert.match(onUnknown?.details ?? '', /No carbon/);
  });

  test('leave out what takes next to nothing', () => {
    assert.deepEqual(lineNotes([row(3, 0.000_01, 0.000_05)], TRACE), []);
    assert.equal(lineNotes([row(3, 0.001, 0)], TRACE).length, 1);
  });
});
