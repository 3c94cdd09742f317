import { type GramsCO2e, grams, type SquareMillimetres } from '../../units/quantity';

/** A process node in ACT's terms, per cm² of wafer. */
export interface ProcessNode {
  readonly name: string;
  /** kWh/cm² */
  readonly epa: number;
  /** g/cm² of process gases at 95 % and 99 % abatement. */
  readonly gpa95: number;
  readonly gpa99: number;
  /** g/cm² of materials. */
  readonly mpa: number;
}

/** Share of the fab's process gases that is destroyed, in per cent; 97 is the mean of the other two. */
export type Abatement = 95 | 97 | 99;

const gasesOf = (node: ProcessNode, abatement: Abatement): number => {
  switch (abatement) {
    case 95:
      return node.gpa95;
    case 97:
      return (node.gpa95 + node.gpa99) / 2;
    case 99:
      return node.gpa99;
  }
};

export interface Fab {
  readonly node: ProcessNode;
  /** gCO2e/kWh of the fab's power. */
  readonly intensity: number;
  /** Share of good dies, above 0 and up to 1. */
  readonly yield: number;
  readonly abatement?: Abatement;
}

/** Carbon per area, g/cm²: CPA = (CI_fab · EPA + GPA + MPA) / Y. ACT (Gupta et al., ISCA 2022), equation 5. */
export const carbonPerArea = ({ node, intensity, yield: good, abatement = 97 }: Fab): number =>
  (intensity * node.epa + gasesOf(node, abatement) + node.mpa) / good;

const MM2_PER_CM2 = 100;

/** Carbon of silicon of an area: A · CPA. ACT, equation 4. */
export const dieCarbon = (area: SquareMillimetres, fab: Fab): GramsCO2e =>
  grams((area / MM2_PER_CM2) * carbonPerArea(fab));

/** Memory or storage: capacity · CPS / Y, in GB and g/GB. ACT, equation 6. */
export const storageCarbon = (gigabytes: number, gramsPerGB: number, good = 1): GramsCO2e =>
  grams((gigabytes * gramsPerGB) / good);
