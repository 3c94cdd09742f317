/** c10::DeviceType by number (PyTorch 2.15, torch/headeronly/core/DeviceType.h; 8 was MSNPU and ORT, 13 MLC before). */
const NAMES = [
  'CPU',
  'CUDA',
  'MKLDNN',
  'OpenGL',
  'OpenCL',
  'IDEEP',
  'HIP',
  'FPGA',
  'MAIA',
  'XLA',
  'Vulkan',
  'Metal',
  'XPU',
  'MPS',
  'Meta',
  'HPU',
  'VE',
  'Lazy',
  'IPU',
  'MTIA',
  'PrivateUse1',
] as const;

/**
 * An allocator's device as people call it: "CPU", "GPU0" of CUDA (ROCm counts as CUDA in most places), "HIP 0", "XPU 1";
 * of a type that is not known its number.
 */
export const deviceName = (type: number, id: number): string => {
  const name = NAMES[type];
  switch (name) {
    case 'CPU':
      return name;
    case 'CUDA':
      return `GPU${id}`;
    case undefined:
      return `device type ${type}, ${id}`;
    default:
      return `${name} ${id}`;
  }
};
