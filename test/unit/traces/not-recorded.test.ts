import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import { Problem } from '../../../src/core/problem';
import { notRecorded } from '../../../src/core/traces/not-recorded';
import { tracePage } from '../../../src/core/report/pages/registry';
import { traceReport } from '../../../src/core/report/trace';
import { select } from '../../../src/core/traces/analysis/windows';
import type { Trace } from '../../../src/core/traces/columns';
import { toWorkload } from '../../../src/core/traces/to-workload';
import { operator } from '../../support/kineto';
import { traceOf } from '../../support/trace-of';

const written = (format: string, name = 'a'): Trace => traceOf([operator(name, 0, 5)], { format });

test('what a trace is without is told in the words of its writer', () => {
  const stacks = (format: string, name?: string): string => notRecorded(written(format, name), 'stacks');
  assert.match(stacks('kineto'), /^the trace has no Python stacks; the PyTorch profiler .* with_stack=True$/);
  assert.match(stacks('xplane', 'PjitFunction(step)'), /; JAX records them while python_tracer_level is 1/);
  assert.match(stacks('xla', 'jit_step(123)'), /; JAX records them/);
  assert.match(stacks('xplane', 'FunctionRun'), /; TensorFlow's profiler .*\(python_tracer_level=1\)$/);
  assert.match(stacks('onnxruntime'), /; ONNX Runtime's profiler records none$/);
  assert.match(stacks('chakra', 'aten::add'), /; execution traces hold none, /);
  assert.match(stacks('nsight', 'aten::add'), /; samples that Nsight Systems takes/);
  assert.match(notRecorded(written('nsight'), 'memory'), /; nsys profile --cuda-memory-usage=true/);
  // Nobody is known to have written it.
  assert.equal(stacks('chrome'), 'the trace has no Python stacks');
  assert.equal(stacks('xplane'), 'the trace has no Python stacks');
});

test('pages and the prompt say the same, and nothing of PyTorch to others', async () => {
  const trace = written('onnxruntime');
  const names = ['modules', 'memory', 'stacks', 'sourceLines', 'roofline', 'traffic'] as const;
  const { ranks } = await traceReport([trace], 'all', names);
  const { memory, stacks, roofline, traffic } = ranks[0]?.absent ?? {};
  assert.equal(memory, "the trace has no memory events; ONNX Runtime's profiler records none");
  assert.equal(stacks, notRecorded(trace, 'stacks'));
  assert.match(roofline ?? '', /^the trace has no products .*; ONNX Runtime 1\.16 and later/);
  assert.match(traffic ?? '', /^no operator of the trace tells what it moves; ONNX Runtime/);
  for (const id of ['memory', 'stacks', 'roofline', 'operators', 'modules'] as const) {
    const page = JSON.stringify(tracePage(select(trace, 'all'), id).blocks);
    assert.match(
      page,
      id === 'modules' ? /The trace names no modules/ : /The trace has no .*ONNX Runtime.*\."/,
    );
    assert.doesNotMatch(page, /PyTorch profiler|with_stack|profile_memory|record_shapes/, id);
  }
});

test('what a device does is recorded by each writer in its own way', () => {
  const says = (format: string, sentence: RegExp): void =>
    assert.throws(
      () =>
        estimate(toWorkload([written(format)]), { accelerator: 'h100', count: 1, intensity: 400, pue: 1.2 }),
      (error) => error instanceof Problem && sentence.test(error.message),
      format,
    );
  says('kineto', /nothing to scale to another; the PyTorch profiler records it with ProfilerActivity\.CUDA/);
  says('onnxruntime', /; ONNX Runtime records it of a session with the execution provider of a device$/);
  says('chrome', /nothing to scale to another$/);
});
