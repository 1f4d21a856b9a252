export { httpEmbedder } from './http-embedder.js';
export { type Rows, readNpy } from './npy.js';
export { onnxEmbedder } from './onnx-embedder.js';
