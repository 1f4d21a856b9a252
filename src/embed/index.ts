export { httpEmbedder } from './http-embedder.js';
export { httpScorer } from './http-scorer.js';
export { onnxEmbedder } from './onnx-embedder.js';
