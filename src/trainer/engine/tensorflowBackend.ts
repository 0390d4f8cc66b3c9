import { createRequire } from 'node:module';
import { UserError } from '../../protocol/errors';

const packageName = '@tensorflow/tfjs-node-gpu';

/** Loads TensorFlow's own backend, which registers itself as `tensorflow`. */
export function loadTensorflow(
  load: (name: string) => unknown = createRequire(import.meta.url),
): void {
  try {
    load(packageName);
  } catch (error) {
    throw diagnoseTensorflow(error, process.versions.node);
  }
}

/** Why TensorFlow cannot be loaded, and what to do about it. */
export function diagnoseTensorflow(error: unknown, nodeVersion: string): UserError {
  const text = error instanceof Error ? error.message : String(error);
  const nodeMajor = Number(nodeVersion.split('.')[0]);
  const library = /(lib[\w+-]+\.so[.\d]*)/.exec(text)?.[1];
  if (text.includes(`Cannot find module '${packageName}'`)) {
    return new UserError(
      `The eager engine on a GPU needs the package ${packageName}, which is not installed.`,
      {
        next: `Install it with "npm install ${packageName}" (about 1 GB; it needs CUDA 11.2 and cuDNN 8), or use "engine": "compiled".`,
      },
    );
  }
  if (nodeMajor >= 23 && /isNullOrUndefined|is not a function/.test(text)) {
    return new UserError(
      `${packageName} calls util.isNullOrUndefined, which Node ${nodeVersion} no longer has.`,
      { next: 'Run with Node 20 or 22, or use "engine": "compiled".' },
    );
  }
  if (library !== undefined) {
    return new UserError(
      `${packageName} is installed, but the library ${library} cannot be loaded: ${text}`,
      {
        next: /cud|cublas|cufft|curand|cusolver|cusparse|nvinfer/i.test(library)
          ? 'Install CUDA 11.2 with cuDNN 8 and put them on the library path, or use "engine": "compiled".'
          : `Run "npm rebuild ${packageName} --build-addon-from-source", or use "engine": "compiled".`,
      },
    );
  }
  return new UserError(`${packageName} is installed but cannot be loaded: ${text}`, {
    next: `Reinstall it with "npm rebuild ${packageName}", or use "engine": "compiled".`,
  });
}
