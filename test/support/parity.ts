import assert from 'node:assert/strict';

/** Equal to 1e-6 of the reference, or to what the reference was rounded to. */
export const isClose = (actual: number | undefined, expected: number, rounding = 0): boolean =>
  actual !== undefined && Math.abs(actual - expected) <= Math.max(1e-6 * Math.abs(expected), rounding, 1e-9);

export const assertClose = (actual: number | undefined, expected: number, what: string, rounding = 0): void =>
  assert.ok(isClose(actual, expected, rounding), `${what}: ${actual} is not ${expected}`);

/** What was compared with a peer, one line a key and analysis; printed when all is done. */
export class ParityTable {
  readonly #lines = new Map<string, { equal: number; reasons: Map<string, number> }>();

  equal(analysis: string): void {
    this.#line(analysis).equal++;
  }

  /** Not equal, and why; the test that calls this has shown that it is so. */
  because(analysis: string, reason: string): void {
    const { reasons } = this.#line(analysis);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }

  print(peer: string): void {
    const lines = [...this.#lines].map(([analysis, { equal, reasons }]) =>
      [
        `  ${analysis.padEnd(18)}${String(equal).padStart(4)} equal`,
        ...[...reasons].map(
          ([reason, count]) => `\n${' '.repeat(20)}${String(count).padStart(4)} not: ${reason}`,
        ),
      ].join(''),
    );
    console.log(`Parity with ${peer}, by analysis, over traces\n${lines.join('\n')}`);
  }

  #line(analysis: string) {
    const line = this.#lines.get(analysis) ?? { equal: 0, reasons: new Map<string, number>() };
    this.#lines.set(analysis, line);
    return line;
  }
}
