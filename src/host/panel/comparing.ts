import { workspace } from 'vscode';
import type { HostMethods } from '../../protocol/methods';
import type { Handlers } from '../../protocol/rpc';
import type { FileAnalysis } from '../analysis/file-analysis';
import { sourceOf } from '../analysis/source';
import { pickTrace } from '../traces/pick-trace';
import { whileReading } from '../traces/read-other';
import { sweepCommandLine } from './command-line';
import { copyText } from './copy-text';

type Comparing =
  | 'compareHardware'
  | 'sweep'
  | 'cancelSweep'
  | 'copySweepAsCommand'
  | 'section'
  | 'againstTrace'
  | 'partCard';

/** What a panel asks of a comparison. */
export const comparingHandlers = (analysis: FileAnalysis): Pick<Handlers<HostMethods>, Comparing> => ({
  compareHardware: (accelerators) => analysis.compareWith(accelerators),
  sweep: (request) => analysis.ask((worker) => worker.sweep(request, analysis.view)),
  cancelSweep: () => analysis.cancelSweep(),
  copySweepAsCommand: async (request) => {
    const content = await analysis.content();
    const file = workspace.asRelativePath(analysis.uri);
    await copyText(sweepCommandLine(file, content, analysis.view, request), 'command line');
  },
  section: (request) => analysis.ask((worker) => worker.section(request, analysis.view)),
  againstTrace: async () => {
    const trace = await pickTrace('Trace of This Model');
    if (trace === undefined) return { blocks: [] };
    const source = await sourceOf(trace);
    const section = await whileReading(analysis, trace, () =>
      analysis.ask((worker) => worker.againstTrace(source, analysis.view)),
    );
    return section ?? { blocks: [] };
  },
  partCard: (id) => analysis.ask((worker) => worker.partCard(id)),
});
