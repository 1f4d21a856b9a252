export { httpEmbedder } from './http-embedder.js';
export { onnxEmbedder } from './onnx-embedder.js';
