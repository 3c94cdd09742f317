import type { Rule } from '../advice';
import { feedForwardTile } from './feed-forward-tile';
import { headWidth } from './head-width';
import { ignoredField } from './ignored-field';
import { vocabulary } from './vocabulary';

/** Every rule. To add one: a file beside this one, and a line here. */
export const RULES: readonly Rule[] = [vocabulary, feedForwardTile, headWidth, ignoredField];
