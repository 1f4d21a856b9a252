/** The published JSON schemas, made from the same zod schemas that check the data. */
import { z } from 'zod';
import { configSchema } from '../config/schema.js';
import { mixSchema } from '../mix/config.js';
import { auditResultSchema, compatResultSchema } from '../report/schema.js';

/** File name -> text, as committed in `schema/`. */
export function jsonSchemas(): Record<string, string> {
  const render = (schema: z.ZodType) => `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;
  return {
    'config.schema.json': render(configSchema),
    'audit-result.schema.json': render(auditResultSchema),
    'compat-result.schema.json': render(compatResultSchema),
    'mixture.schema.json': `${JSON.stringify(z.toJSONSchema(mixSchema, { io: 'input' }), null, 2)}\n`,
  };
}
