/** What the application remembers between starts: environments with their keys, and where its window was. */
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type EnvironmentMemory, RememberedEnvironment } from '../connection/trust.ts'
import { writeWhole } from '../export/write-file.ts'

const Bounds = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int(),
  height: z.int(),
  maximised: z.boolean(),
})
export type Bounds = z.infer<typeof Bounds>

const Remembered = z.strictObject({
  environments: z.array(RememberedEnvironment).max(50).default([]),
  bounds: Bounds.nullable().default(null),
})

/** Kept in `settings.json` of `folder`; a file that cannot be read is put aside and begun anew. */
export class Settings implements EnvironmentMemory {
  readonly #path: string
  #remembered: z.infer<typeof Remembered>
  #writing: Promise<void> = Promise.resolve()

  constructor(folder: string) {
    this.#path = join(folder, 'settings.json')
    this.#remembered = readSettings(this.#path)
  }

  all(): RememberedEnvironment[] {
    return this.#remembered.environments
  }

  async keep(environment: RememberedEnvironment): Promise<void> {
    // A demonstration may move from port to port; only its last address is worth remembering.
    const moved = (known: RememberedEnvironment) =>
      environment.demonstration && known.publicKey === environment.publicKey
    const others = this.all().filter((known) => known.address !== environment.address && !moved(known))
    await this.#write({ environments: [environment, ...others].slice(0, 50) })
  }

  async forget(address: string): Promise<void> {
    await this.#write({ environments: this.all().filter((known) => known.address !== address) })
  }

  get bounds(): Bounds | null {
    return this.#remembered.bounds
  }

  async keepBounds(bounds: Bounds): Promise<void> {
    await this.#write({ bounds })
  }

  /** One write after the other, each of the newest state. */
  #write(change: Partial<z.infer<typeof Remembered>>): Promise<void> {
    this.#remembered = { ...this.#remembered, ...change }
    const write = () =>
      writeWhole(this.#path, new TextEncoder().encode(JSON.stringify(this.#remembered, null, 2)))
    this.#writing = this.#writing.then(write, write)
    return this.#writing
  }
}

/** Settings that cannot be read are put aside, not overwritten: they may hold keys somebody wants to compare. */
function readSettings(path: string): z.infer<typeof Remembered> {
  const text = readOrNull(path)
  if (text === null) return Remembered.parse({})
  try {
    return Remembered.parse(JSON.parse(text))
  } catch {
    renameSync(path, `${path}.unreadable`)
    console.error(`Settings could not be read and were put aside: ${path}.unreadable`)
    return Remembered.parse({})
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
