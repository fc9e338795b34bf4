var layer = {"type": "FeatureCollection", "features": []};
