"""Small layers of squares in the shapes that real boundary files have; all facts are made up."""

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import shapely

from sahel_map.boundary_import import Choices, add_layer

WEST, EAST = (0, 10, 1, 11), (1, 10, 2, 11)
EAST_A, EAST_B = (1, 10, 1.5, 11), (1.5, 10, 2, 11)


def layer(*rows, crs="EPSG:4326"):
    """Return a layer of areas: each row a box (or a shape) and its values."""
    shapes = [s if s is None or hasattr(s, "geom_type") else shapely.box(*s) for s, _ in rows]
    return gpd.GeoDataFrame([values for _, values in rows], geometry=shapes, crs=crs)


def cod1(**more):
    """Return the two regions of Mali with OCHA's headings."""
    rows = [("West", "ML01", WEST), ("East", "ML02", EAST)]
    mali = {"ADM0_FR": "Mali", "ADM0_PCODE": "ML"}
    return layer(*((box, mali | {"ADM1_FR": n, "ADM1_PCODE": c} | more) for n, c, box in rows))


def cod2():
    """Return three cercles of Mali with OCHA's headings, two of them in the region East."""
    rows = [
        ("Occident", "ML0101", "West", "ML01", WEST),
        ("Near East", "ML0201", "East", "ML02", EAST_A),
        ("Far East", "ML0202", "East", "ML02", EAST_B),
    ]
    return layer(
        *(
            (box, {"ADM1_FR": up, "ADM1_PCODE": up_code, "ADM2_FR": name, "ADM2_PCODE": code,
                   "ADM0_PCODE": "ML"})
            for name, code, up, up_code, box in rows
        )
    )  # fmt: skip


def geojson(path: Path, frame, **members) -> Path:
    """Write a layer as GeoJSON, features without ids."""
    content = json.loads(frame.to_json(drop_id=True)) | members
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def topojson(path: Path, frame, *names: str) -> Path:
    """Write a layer as TopoJSON, once under each name."""
    arcs, shapes = [], []
    for number, row in enumerate(frame.to_dict("records")):
        arcs.append([list(point) for point in row.pop("geometry").exterior.coords])
        shapes.append({"type": "Polygon", "arcs": [[number]], "properties": row})
    collection = {"type": "GeometryCollection", "geometries": shapes}
    objects = dict.fromkeys(names or ("units",), collection)
    content = {"type": "Topology", "objects": objects, "arcs": arcs}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def shapefile(path: Path, frame, *, encoding="utf-8", without=()) -> Path:
    """Write a layer as a shapefile, without some of its parts."""
    frame.to_file(path, encoding=encoding)
    for suffix in without:
        path.with_suffix(suffix).unlink()
    return path


def zipped(path: Path, *files: Path, under: str = "") -> Path:
    """Pack files into a .zip; of a shapefile all its parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            whole = file.parent.glob(f"{file.stem}.*") if file.suffix == ".shp" else [file]
            for part in whole:
                archive.write(part, under + part.name)
    return path


def data_folder(path: Path, units) -> Path:
    """Write a data folder that has only the first level: Mali's West and East, and neighbours."""
    (path / "geo").mkdir(parents=True)
    text = units.to_json(drop_id=True)
    (path / "geo" / "admin1.geojson").write_text(text, encoding="utf-8")
    return path


def add(file: Path, data: Path, *, dry=False, **choices):
    """Add a layer with options, as the command does."""
    return add_layer(file, data, Choices(**choices), dry=dry)


def said(addition) -> dict[str, int]:
    """Return the codes of all that was said, with their counts."""
    return {remark.code: remark.count for remark in addition.remarks}


def features(data: Path, name: str, country: str = "MLI") -> list[dict]:
    """Return the properties of a country's units in a file, in its order."""
    content = json.loads((data / "geo" / name).read_text(encoding="utf-8"))
    found = [feature["properties"] for feature in content["features"]]
    return [properties for properties in found if properties["country"] == country]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }
