/** Passwords as argon2id hashes; parameters after RFC 9106, second recommended option (64 MiB, t = 3) at p = 1. */
import { hash, verify } from '@node-rs/argon2'

const options = { memoryCost: 65_536, timeCost: 3, parallelism: 1 }

/**
 * The hash in PHC format, with its own salt and parameters. Takes tens of milliseconds and 64 MiB on purpose.
 */
export const hashPassword = (password: string): Promise<string> => hash(password, options)

/** False also where `stored` is no hash: such an account has no password. */
export async function passwordMatches(stored: string, password: string): Promise<boolean> {
  try {
    return await verify(stored, password)
  } catch {
    return false
  }
}

/** A hash no password matches; checked for unknown names so that they take as long as known ones. */
export const HASH_OF_NOBODY =
  '$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
