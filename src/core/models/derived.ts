export { type DerivedNumber, derivedNumbers } from './derived/derived';
