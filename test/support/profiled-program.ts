/** A small program in Python, and the trace that a profiler would have written of one step of it. */

export const MODEL = `class Model:
    def forward(self, x):
        return linear(x)
`;

export const TRAIN = `from model import Model

def main():
    y = Model().forward(1)
    return y

main()
`;

const HOST = { ph: 'X', pid: 1, tid: 1 };
const python = (name: string, ts: number, dur: number, callFrom: string) => ({
  ...HOST,
  cat: 'python_function',
  name,
  ts,
  dur,
  args: { CallFrom: callFrom, 'Python id': ts + 1 },
});

/**
 * A step of 100 µs: `main` runs all of it, `forward` 50 µs from its line 4, and a built-in 20 µs from line 3 of the model,
 * which launches a kernel of `kernelMicroseconds`.
 */
export const traceOfProgram = (kernelMicroseconds: number): string =>
  JSON.stringify({
    deviceProperties: [{ id: 0, name: 'NVIDIA H100 80GB HBM3' }],
    traceEvents: [
      { ...HOST, cat: 'user_annotation', name: 'ProfilerStep#1', ts: 0, dur: 100 },
      python('train.py(3): main', 0, 100, 'train.py:7'),
      python('model.py(2): forward', 10, 50, 'train.py:4'),
      python('<built-in function linear>', 20, 20, 'model.py:3'),
      { ...HOST, cat: 'cpu_op', name: 'aten::linear', ts: 22, dur: 16, args: { 'External id': 1 } },
      {
        ...HOST,
        cat: 'cuda_runtime',
        name: 'cudaLaunchKernel',
        ts: 25,
        dur: 5,
        args: { 'External id': 1, correlation: 1 },
      },
      {
        ph: 'X',
        pid: 0,
        tid: 7,
        cat: 'kernel',
        name: 'gemm',
        ts: 35,
        dur: kernelMicroseconds,
        args: { 'External id': 1, correlation: 1, device: 0, stream: 7 },
      },
    ],
  });
