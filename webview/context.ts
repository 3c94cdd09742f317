import type { HostMethods } from '../src/protocol/methods';
import type { SweepState } from '../src/protocol/comparing';
import type { PanelState } from '../src/protocol/panel-state';
import type { Remote } from '../src/protocol/rpc';
import type { SavedState } from './saved-state';
import type { ThemeObserver } from './theme/observer';

/** What the parts of the page work with. */
export interface ViewContext {
  readonly host: Remote<HostMethods>;
  readonly saved: SavedState;
  readonly theme: ThemeObserver;
  /** Shows the state that the host answers with, unless a later request has overtaken this one. */
  readonly request: (answer: Promise<PanelState>) => void;
  /** Says what was done when the promise is kept, or shows why it was not. */
  readonly act: <T>(promise: Promise<T>, done: (value: T) => string) => void;
  readonly showError: (error: unknown) => void;
  /** Hears how far the sweep is that this page asked for. */
  readonly onSweepProgress: (listener: (state: SweepState) => void) => void;
  /** Hears how much of the timeline is laid out, 0 … 1. */
  readonly onTimelineProgress: (listener: (fraction: number) => void) => void;
  /** Hears how much is read of the file again for one event, 0 … 1. */
  readonly onArgumentsProgress: (listener: (fraction: number) => void) => void;
}
