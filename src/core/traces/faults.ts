/** Reading was stopped by whoever asked for it. */
export class Cancelled extends Error {
  override readonly name = 'AbortError';
  constructor() {
    super('cancelled');
  }
}

/** The source of the bytes failed after giving some; what it gave is used. The message is a sentence for people. */
export class DamagedInput extends Error {
  override readonly name = 'DamagedInput';
}

/** What the source gave is whole, but there is more that it did not give. */
export class MoreInput extends DamagedInput {}
