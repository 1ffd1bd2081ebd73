from __future__ import annotations
import time
from html.parser import HTMLParser
from cast import LOGINS, Cast
from house.test_roles import played, asked, OPENED, PAPERS, expected
from journeys.test_every_page import opened_by, READERS
__all__=["played"]
class Shapes(HTMLParser):
    def __init__(self):
        super().__init__(); self.found=set(); self.on=False; self.stack=[]
    def handle_starttag(self, tag, attrs):
        if tag=="main": self.on=True
        if self.on:
            a=dict(attrs); self.found.add((tag, a.get("class","") or "", a.get("type",""), tuple(sorted(k for k in a if k.startswith("aria") or k in ("role","for","hidden")))))
    def handle_endtag(self, tag):
        if tag=="main": self.on=False
def shapes(html):
    p=Shapes(); p.feed(html); return p.found
def test_x(played: Cast):
    t0=time.process_time()
    seen={}; everywhere=set()
    for login in ("clerk","secretary","member","auditor","platform_admin","security_officer","reader","envoy","committee_member","unit_head"):
        client=played.client(login); new=[]; n=0; first=0
        for one in opened_by(login):
            r=client.get(one.address); n+=1
            if r.status_code!=200 or "text/html" not in r.headers["Content-Type"]: continue
            s=shapes(r.content.decode())
            if one.page.name not in seen: first+=1
            else:
                d=s-seen[one.page.name]
                if d: new.append((one.page.name, len(d), len(d-everywhere), sorted(d)[:3]))
            seen.setdefault(one.page.name,set()).update(s); everywhere|=s
        print(login, n, "first", first, "new on page", len(new), "new anywhere", sum(1 for x in new if x[2]), round(time.process_time()-t0,1))
        for x in new: print("   ", x)
