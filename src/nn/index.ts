/** The core of the neural lab: graphs, their gradients, Adam, training, and the networks made of them. */
export { newRandom, type Random } from '../stats/random.js';
export { type AdamOptions, adam, adamFeeds, parametersOf } from './adam.js';
export { backward } from './backward.js';
export { type BeamOptions, beamSearch, type Found } from './beam-search.js';
export { loadStore, saveStore } from './checkpoint.js';
export { compile, type ExecutorOptions, type Feeds, type Program } from './executor.js';
export { generate } from './generate.js';
export {
  constant,
  type Graph,
  type Init,
  input,
  newGraph,
  next,
  output,
  parameter,
  state,
  type Tensor,
} from './graph.js';
export { type ClassifierSizes, classifierReading, classifierTraining } from './models/classifier.js';
export {
  type ConvolutionalVaeSizes,
  convolutionalVaeDecoder,
  convolutionalVaeEncoder,
  convolutionalVaeTraining,
} from './models/convolutional-vae.js';
export {
  type DcganSizes,
  dcganGenerator,
  dcganSide,
  discriminatorTraining,
  generatorTraining,
} from './models/dcgan.js';
export { type TransformerSizes, transformerScoring, transformerTraining } from './models/transformer.js';
export { transformerSampler } from './models/transformer-sampler.js';
export { type VaeSizes, vaeDecoder, vaeEncoder, vaeTraining } from './models/vae.js';
export {
  type Compiled,
  type Network,
  networkOf,
  programOf,
  type Rows,
  runRows,
  storeOf,
  weightsOf,
} from './network.js';
export { drawToken, type Sampling, sampleToken } from './sample-token.js';
export { fillStore, type Held, hold, parameterCount, type Store } from './store.js';
export { bytePairTokeniser, type Merge, trainBytePairs } from './text/byte-pairs.js';
export { characterTokeniser, trainCharacters } from './text/characters.js';
export { END, type Tokeniser } from './text/tokeniser.js';
export { toOnnx } from './to-onnx.js';
export { type StepResult, type Training, trainStep } from './train.js';
