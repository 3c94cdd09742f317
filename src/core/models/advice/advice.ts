import type { SourceRange } from '../../text/located';
import type { Model } from '../model';

/** Another text for a range. */
export interface Fix {
  readonly title: string;
  readonly range: SourceRange;
  readonly text: string;
}

/** `error`: it cannot work. `warning`: it costs dearly. `hint`: it does nothing. */
export type Severity = 'error' | 'warning' | 'hint';

export interface Advice {
  /** Of the rule that gave it. */
  readonly id: string;
  readonly severity: Severity;
  readonly range: SourceRange;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** A config that was read, and what a rule may look at. */
export interface Advised {
  readonly text: string;
  readonly name: string;
  readonly model: Model;
}

/** One thing to look for in a config that works. */
export interface Rule {
  readonly id: string;
  check(config: Advised): readonly Omit<Advice, 'id'>[];
}
