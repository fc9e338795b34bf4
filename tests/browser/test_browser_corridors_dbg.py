import sys
sys.path.insert(0, "/work/main/tests/browser")
from test_browser_corridor_day import *
from test_browser_corridor_day import TICKS, ticks, wait_for_ticks, opened, found, expect_day, stage, play_button
for n in list(globals()):
    if n.startswith("test_"): del globals()[n]
def test_dbg(opened):
    tab = opened(on=DAY)
    tab.map.evaluate(TICKS)
    tab.press("road-play")
    wait_for_ticks(tab, 1)
    chart = tab.page.locator("[data-testid=stVegaLiteChart]").first
    chart.locator('svg line[aria-label*="Nouakchott road"]').first.dispatch_event("click")
    for i in range(12):
        tab.page.wait_for_timeout(1000)
        try: t = ticks(tab)
        except Exception as e: t = str(e)[:80]
        print(i, t if i%4==3 else len(t), tab.page.url[-60:], tab.page.locator(".road-head").count(), tab.page.locator(".st-key-road-play").inner_text(), tab.page.locator("[data-testid=stApp]").get_attribute("data-test-script-state"), stage(tab).evaluate("f=>f.mark"))
    print(tab.watch.complaints)
    tab.watch.complaints.clear()
    print(tab.server.log()[-1500:])
