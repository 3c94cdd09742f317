import { Worker } from 'node:worker_threads';
import { type Disposable, EventEmitter } from 'vscode';
import { type AnalysisMethods, analysisContract, analysisEvents } from '../../protocol/analysis';
import type { SweepState } from '../../protocol/comparing';
import type { Progress } from '../../protocol/panel-state';
import type { WorkspaceParts } from '../hardware/workspace-parts';
import { type Caller, createCaller, listen, type Port, type Remote } from '../../protocol/rpc';

const portOf = (worker: Worker): Port => ({
  postMessage: (message) => worker.postMessage(message),
  onMessage: (listener) => {
    worker.on('message', listener);
    return () => worker.off('message', listener);
  },
});

/** What every thread is started from. */
export interface ThreadProgram {
  readonly script: string;
  /** Where V8's form of the program is kept, so that the next thread starts faster. */
  readonly codeFolder: string;
}

/** A thread that reads and computes. It starts with the first question; `stop` ends it at once, whatever it does. */
export class AnalysisWorker implements Disposable {
  private readonly progressed = new EventEmitter<Progress>();
  readonly onProgress = this.progressed.event;
  /** Why the last thread ended by itself, if it did: out of memory, a fault of ours. */
  failure: Error | undefined;
  private running: { readonly worker: Worker; readonly caller: Caller<AnalysisMethods> } | undefined;

  private readonly swept = new EventEmitter<SweepState>();
  readonly onSweepProgress = this.swept.event;
  private readonly laidOut = new EventEmitter<number>();
  readonly onTimelineProgress = this.laidOut.event;
  private readonly reread = new EventEmitter<number>();
  readonly onArgumentsProgress = this.reread.event;
  private readonly subscription: Disposable;

  /** Parts of the workspace are given to the thread when it starts, and when they change. */
  constructor(
    private readonly program: ThreadProgram,
    private readonly parts: WorkspaceParts,
  ) {
    this.subscription = parts.onDidChange((files) => {
      void this.running?.caller.remote.setWorkspaceParts(files);
    });
  }

  get remote(): Remote<AnalysisMethods> {
    this.running ??= this.start();
    return this.running.caller.remote;
  }

  /** Questions that wait for an answer are rejected; the next one starts a new thread, which knows no file. */
  stop(): void {
    const stopped = this.running;
    this.running = undefined;
    stopped?.caller.dispose();
    void stopped?.worker.terminate();
  }

  dispose(): void {
    this.stop();
    this.subscription.dispose();
    this.progressed.dispose();
    this.swept.dispose();
    this.laidOut.dispose();
    this.reread.dispose();
  }

  private start(): { readonly worker: Worker; readonly caller: Caller<AnalysisMethods> } {
    this.failure = undefined;
    const { script, codeFolder } = this.program;
    const worker = new Worker(script, { workerData: codeFolder });
    const port = portOf(worker);
    const started = { worker, caller: createCaller(port, analysisContract) };
    const ended = (): void => {
      started.caller.dispose();
      if (this.running === started) this.running = undefined;
    };
    worker.on('error', (error) => {
      this.failure = error;
      ended();
    });
    worker.on('exit', ended);
    const listeners = {
      progress: (progress: Progress) => this.progressed.fire(progress),
      sweepProgress: (state: SweepState) => this.swept.fire(state),
      timelineProgress: (fraction: number) => this.laidOut.fire(fraction),
      argumentsProgress: (fraction: number) => this.reread.fire(fraction),
    };
    listen(port, analysisEvents, listeners, console.error);
    if (this.parts.files.length > 0) void started.caller.remote.setWorkspaceParts(this.parts.files);
    return started;
  }
}
