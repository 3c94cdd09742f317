import { bytes, bytesPerSecond, flopsPerSecond, seconds, squareMillimetres, watts } from '../units/quantity';
import { DTYPES } from '../workload/dtype';
import type {
  Accelerator,
  Blocks,
  DieFacts,
  IdlePower,
  LaunchFacts,
  Link,
  MemoryFacts,
  OnChipMemory,
} from './accelerator';
import type { Facts } from './facts';
import { RATE_CLASSES } from './rate-class';

const count = (value: number): number => value;
const kilobytes = (value: number) => bytes(value * 1e3);
const megabytes = (value: number) => bytes(value * 1e6);
const gigabytes = (value: number) => bytes(value * 1e9);
const gigabytesPerSecond = (value: number) => bytesPerSecond(value * 1e9);
const microseconds = (value: number) => seconds(value * 1e-6);
const teraflops = (value: number) => flopsPerSecond(Math.round(value * 1e12));

/** The fields of a part, in the units their names give. `schemas/hardware.schema.json` says the same to editors. */
export const PART_FIELDS = [
  'id',
  'name',
  'vendor',
  'family',
  'aliases',
  'devices',
  'launched',
  'peakTflops',
  'memory',
  'onChip',
  'blocks',
  'links',
  'perNode',
  'rates',
  'launch',
  'tdpWatts',
  'idle',
  'process',
  'die',
  'notes',
] as const;

const readPeak = (facts: Facts): Accelerator['peak'] => {
  facts.only(DTYPES);
  return Object.fromEntries(facts.entries().map(([dtype, rate]) => [dtype, rate.sourced(teraflops)]));
};

const readMemory = (facts: Facts): MemoryFacts => {
  facts.only(['capacityGB', 'bandwidthGBs', 'technology', 'stacks', 'backing']);
  return {
    capacity: facts.maybe('capacityGB', (f) => f.sourced(gigabytes)),
    bandwidth: facts.maybe('bandwidthGBs', (f) => f.sourced(gigabytesPerSecond)),
    technology: facts.maybe('technology', (f) => f.sourcedText()),
    stacks: facts.maybe('stacks', (f) => f.sourced(count)),
    backing: facts.maybe('backing', (f) => ({
      name: f.at('name').text(),
      capacity: f.at('capacityGB').sourced(gigabytes),
      bandwidth: f.at('bandwidthGBs').sourced(gigabytesPerSecond),
    })),
  };
};

const readOnChip = (facts: Facts): OnChipMemory => {
  facts.only(['name', 'sizeMB']);
  return { name: facts.at('name').text(), capacity: facts.at('sizeMB').sourced(megabytes) };
};

const readBlocks = (facts: Facts): Blocks => {
  facts.only(['name', 'count', 'sramKB']);
  return {
    name: facts.at('name').text(),
    count: facts.at('count').sourced(count),
    sram: facts.maybe('sramKB', (f) => f.sourced(kilobytes)),
  };
};

const readLink = (facts: Facts): Link => {
  facts.only(['name', 'level', 'bandwidthGBs']);
  return {
    name: facts.at('name').text(),
    level: facts.at('level').word(['scale-up', 'scale-out']),
    bandwidth: facts.at('bandwidthGBs').sourced(gigabytesPerSecond),
  };
};

const readIdle = (facts: Facts): IdlePower => {
  facts.only(['state', 'watts']);
  return {
    state: facts.at('state').word(['bare', 'context', 'fleet-minimum']),
    watts: facts.at('watts').sourced(watts),
  };
};

const readRates = (facts: Facts): Accelerator['rates'] => {
  facts.only(RATE_CLASSES);
  return Object.fromEntries(facts.entries().map(([name, rate]) => [name, rate.sourcedShare()]));
};

const readLaunch = (facts: Facts): LaunchFacts => {
  facts.only(['hostMicroseconds', 'deviceMicroseconds']);
  return {
    host: facts.maybe('hostMicroseconds', (f) => f.sourced(microseconds)),
    device: facts.maybe('deviceMicroseconds', (f) => f.sourced(microseconds)),
  };
};

const readDie = (facts: Facts): DieFacts => {
  facts.only(['areaMm2', 'count', 'transistorsBillion']);
  return {
    area: facts.maybe('areaMm2', (f) => f.sourced(squareMillimetres)),
    count: facts.maybe('count', (f) => f.sourced(count)),
    transistors: facts.maybe('transistorsBillion', (f) => f.sourced((value) => value * 1e9)),
  };
};

const all = <T>(facts: Facts, key: string, read: (item: Facts) => T): readonly T[] =>
  facts.maybe(key, (f) => f.list().map(read)) ?? [];

/** One part of a catalogue file. Throws a Problem that names the part and the field. */
export const readPart = (facts: Facts, vendor: string): Accelerator => {
  facts.only(PART_FIELDS);
  return {
    id: facts.at('id').text(),
    name: facts.at('name').text(),
    vendor,
    family: facts.at('family').text(),
    aliases: all(facts, 'aliases', (f) => f.text()),
    devices: all(facts, 'devices', (f) => f.text()),
    launched: facts.maybe('launched', (f) => f.text()),
    peak: facts.maybe('peakTflops', readPeak) ?? {},
    memory: facts.maybe('memory', readMemory) ?? {},
    onChip: all(facts, 'onChip', readOnChip),
    blocks: facts.maybe('blocks', readBlocks),
    links: all(facts, 'links', readLink),
    perNode: facts.maybe('perNode', (f) => f.sourced(count)),
    rates: facts.maybe('rates', readRates) ?? {},
    launch: facts.maybe('launch', readLaunch),
    tdp: facts.maybe('tdpWatts', (f) => f.sourced(watts)),
    idle: all(facts, 'idle', readIdle),
    process: facts.maybe('process', (f) => f.sourcedText()),
    die: facts.maybe('die', readDie),
    notes: facts.maybe('notes', (f) => f.text()),
  };
};
