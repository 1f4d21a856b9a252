/** What `gen0 lab show` tells of a world: its parameters and metrics, and which regimes it can serve. */
import { z } from 'zod';
import { newRandom } from '../stats/random.js';
import { STEPS } from './loop/regime.js';
import { cannotServe } from './loop/served.js';
import type { World } from './world.js';

export interface WorldCard {
  name: string;
  title: string;
  about: string;
  source: string;
  /** What the user may bring. */
  input: World['input'] | null;
  defaults: World['defaults'];
  parameters: { name: string; about: string; default: unknown; range: string }[];
  metrics: World['metrics'];
  /** Steps of regimes that it can serve; null where that depends on data that were not given. */
  regimes: string[] | null;
}

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
export async function describeWorld(world: World<any>): Promise<WorldCard> {
  const { name, title, about, source, input = null, defaults, metrics } = world;
  return {
    name,
    title,
    about,
    source,
    input,
    defaults,
    parameters: parametersOf(world.parameters),
    metrics,
    regimes: await regimesOf(world),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
async function regimesOf(world: World<any>): Promise<string[] | null> {
  const parameters = world.parameters.safeParse({});
  if (!parameters.success) return null;
  try {
    const missing = cannotServe(await world.setup(parameters.data, newRandom(1, 0, 0)));
    return Object.keys(STEPS).filter((name) => !(missing as string[]).includes(name));
  } catch {
    // A world that lives on the user's data cannot be set up without them.
    return null;
  }
}

interface JsonSchema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
}

function parametersOf(schema: z.ZodType): WorldCard['parameters'] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return Object.entries(properties).map(([name, each]) => ({
    name,
    about: each.description ?? '',
    default: each.default ?? null,
    range: rangeOf(each),
  }));
}

/** `1 to 1000`, `0 or 1`, `both or mean`. */
function rangeOf(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(rangeOf).join(' or ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum) return schema.enum.map(String).join(' or ');
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') return `list of ${schema.items ? rangeOf(schema.items) : 'values'}`;
  if (schema.type !== 'number' && schema.type !== 'integer') return schema.type ?? 'any';
  const limit = (x: number | undefined) => (x !== undefined && Math.abs(x) < 2 ** 53 - 1 ? x : undefined);
  const low = limit(schema.minimum) ?? limit(schema.exclusiveMinimum);
  const high = limit(schema.maximum) ?? limit(schema.exclusiveMaximum);
  const above = schema.minimum === undefined && low !== undefined ? 'above' : 'at least';
  const below = schema.maximum === undefined && high !== undefined ? 'below' : 'at most';
  const kind = schema.type === 'integer' ? 'integer, ' : '';
  if (low !== undefined && high !== undefined) {
    return above === 'above' || below === 'below'
      ? `${kind}${above} ${low}, ${below} ${high}`
      : `${kind}${low} to ${high}`;
  }
  if (low !== undefined) return `${kind}${above} ${low}`;
  return high !== undefined ? `${kind}${below} ${high}` : schema.type;
}
