import type { Parallelism } from '../cluster/parallelism';
import type { MemoryLayout } from '../cluster/ranks/layout';
import type { Seconds } from '../units/quantity';
import type { Dtype } from '../workload/dtype';

export type { Parallelism };

/** Where and how a workload runs. What is absent takes the default, and the estimate lists it as an assumption. */
export interface Deployment {
  /** Id of a catalogue part. */
  readonly accelerator: string;
  readonly count: number;
  readonly parallelism?: Partial<Parallelism>;
  /** Where training holds its memory. */
  readonly layout?: Partial<MemoryLayout>;
  readonly weightDtype?: Dtype;
  readonly kvDtype?: Dtype;
  readonly engine?: string;
  /** Electricity Maps or ISO-3 zone, or `aws:us-east-1`. */
  readonly zone?: string;
  /** Grid intensity in gCO2e/kWh; overrides the zone's. 0 is a value. */
  readonly intensity?: number;
  readonly year?: number;
  readonly pue?: number;
  /** Share of its life the hardware does useful work, 0 … 1. */
  readonly utilization?: number;
  readonly lifetime?: Seconds;
  readonly basis?: 'location' | 'market';
  /** Energy of the data centre's network, and of data storage and ingestion, over that of the servers. */
  readonly networkShare?: number;
  readonly storageShare?: number;
  /** Embodied carbon of building and plant over that of the hardware. */
  readonly buildingShare?: number;
  /** Dollars for one accelerator and hour: there is no list of prices, so it is known only where it is given. */
  readonly pricePerHour?: number;
}
