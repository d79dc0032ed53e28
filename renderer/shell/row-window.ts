import { defaultRangeExtractor, observeElementRect, useVirtualizer, type Virtualizer } from '@tanstack/vue-virtual'
import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

export interface RowWindowOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  /** Inside of the scroller, holds the rows. */
  readonly body: Readonly<Ref<HTMLElement | null>>
  readonly count: () => number
  /** Index of the row that is there wherever the list is scrolled to, as what has the focus must be. */
  readonly current: () => number
}

/** Of a row of text before it has been measured, CSS pixels. */
const usualHeight = 21

/** Rows above and below those in sight, so that there is something to see while a list is being scrolled. */
const overscan = 8

/** What a list is taken for that is not laid out, as in a tab behind another: its rows are there when it comes to the front. */
const usualSize = { width: 800, height: 600 }

function observeSize(virtualizer: Virtualizer<HTMLElement, HTMLElement>, tell: (size: typeof usualSize) => void) {
  return observeElementRect(virtualizer, (size) => tell(size.height === 0 ? usualSize : size))
}

/** Which rows of a long list are in the document: those in sight, some around them, and the current one. All are of one height. */
export function useRowWindow({ scroller, body, count, current }: RowWindowOptions) {
  const height = ref(usualHeight)
  const rows = computed(count)
  const currentIndex = computed(current)

  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>(
    computed(() => {
      const always = currentIndex.value
      const size = height.value
      return {
        count: rows.value,
        getScrollElement: () => scroller.value,
        estimateSize: () => size,
        overscan,
        initialRect: usualSize,
        observeElementRect: observeSize,
        rangeExtractor: (range) => {
          const shown = defaultRangeExtractor(range)
          if (shown.includes(always) || always >= range.count || always < 0) return shown
          return [...shown, always].sort((a, b) => a - b)
        },
      }
    }),
  )

  const observer = new ResizeObserver(() => {
    const measured = body.value?.querySelector('[role="row"]')?.getBoundingClientRect().height ?? 0
    if (measured > 0) height.value = measured
  })
  onMounted(() => {
    if (scroller.value !== null) observer.observe(scroller.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  watch(height, () => virtualizer.value.measure())

  return {
    /** Index of each row, and how far it is from the top of the first, CSS pixels. */
    shown: computed(() =>
      virtualizer.value.getVirtualItems().map(({ index }) => ({ index, top: index * height.value })),
    ),
    total: computed(() => rows.value * height.value),
  }
}
