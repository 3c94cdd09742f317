import type { Selection } from '../selection';

/** Something that costs time, said in one sentence with what to try, and why it is believed. */
export interface Finding {
  /** Which rule made it. */
  readonly rule: string;
  readonly sentence: string;
  /** Share of the time looked at that it costs at most, 0 to 1; the larger, the earlier in the list. */
  readonly share: number;
  /** The numbers behind it, in SI base units. */
  readonly evidence: Readonly<Record<string, number>>;
  /** When the rule speaks. */
  readonly because: string;
}

/** A rule says at most one thing about a trace. */
export interface FindingRule {
  readonly id: string;
  readonly find: (selection: Selection) => Finding | undefined;
}
