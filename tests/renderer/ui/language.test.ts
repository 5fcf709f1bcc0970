import i18next from 'i18next'
import { expect, test, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('document', { documentElement: {} })
const { startLanguage } = await import('../../../renderer/ui/language.ts')

test.each(['ja', 'en'])(
  'counts in words have their digits in groups, years and decimals stay (%s)',
  (locale) => {
    startLanguage(locale)
    expect(i18next.t('chart:otherLevels', { count: 12_345 })).toContain('12,345')
    expect(i18next.t('outputs:cost.hidden', { all: 1148, hidden: 242, share: '21%' })).toContain('1,148')
    expect(i18next.t('catalog:year', { year: '2024' })).toMatch(/(?<!\d)2024(?!\d)/)
    expect(i18next.t('catalog:year', { year: 0.125 })).toContain('0.125')
  },
)
