"""A trained `ml::EM` from given parameters: the Python interface has no way to hand over covariances but the model's own file format."""

import cv2
import numpy as np

NODE = "opencv_ml_em"
COVARIANCE_TYPES = {
    "spherical": ("spherical", cv2.ml.EM_COV_MAT_SPHERICAL),
    "diagonal": ("diagonal", cv2.ml.EM_COV_MAT_DIAGONAL),
    "full": ("generic", cv2.ml.EM_COV_MAT_GENERIC),
}


def loaded(structure, weights, means, covariances):
    """What `EM.read` makes of these parameters, written into memory as `EM.write` writes them; doubles survive it exactly."""
    file = cv2.FileStorage(".yml", cv2.FILE_STORAGE_WRITE | cv2.FILE_STORAGE_MEMORY)
    file.startWriteStruct(NODE, cv2.FileNode_MAP)
    file.write("format", 3)
    file.startWriteStruct("training_params", cv2.FileNode_MAP)
    file.write("nclusters", len(weights))
    file.write("cov_mat_type", COVARIANCE_TYPES[structure][0])
    file.write("iterations", 1)
    file.endWriteStruct()
    file.write("weights", np.asarray([weights], dtype=float))
    file.write("means", np.asarray(means, dtype=float))
    file.startWriteStruct("covs", cv2.FileNode_SEQ)
    for covariance in covariances:
        file.write("", np.asarray(covariance, dtype=float))
    file.endWriteStruct()
    file.endWriteStruct()
    text = file.releaseAndGetString()
    model = cv2.ml.EM_create()
    stored = cv2.FileStorage(text, cv2.FILE_STORAGE_READ | cv2.FILE_STORAGE_MEMORY)  # a node does not keep it alive
    model.read(stored.getNode(NODE))
    return model


def matrices(structure, parameters, d):
    """The covariance matrices, which every covariance type stores in full."""
    components = parameters["components"]
    if structure == "tied":
        return [parameters["covariance"]] * len(components)
    if structure == "identity":
        return [np.eye(d)] * len(components)
    covariances = [component["covariance"] for component in components]
    if structure == "full":
        return covariances
    return [np.diag(np.broadcast_to(np.asarray(c, dtype=float), (d,)) if structure == "spherical" else c) for c in covariances]


def trained(structure, x, responsibilities, iterations, epsilon=None):
    """`trainM`: an M-step, then so many iterations less one of E-step and M-step, and an E-step; also what that found."""
    model = cv2.ml.EM_create()
    model.setClustersNumber(responsibilities.shape[1])
    model.setCovarianceMatrixType(COVARIANCE_TYPES[structure][1])
    kind = cv2.TERM_CRITERIA_MAX_ITER if epsilon is None else cv2.TERM_CRITERIA_MAX_ITER | cv2.TERM_CRITERIA_EPS
    model.setTermCriteria((kind, iterations, epsilon or 0.0))
    _, terms, _, posteriors = model.trainM(x, responsibilities)
    return model, terms, posteriors


def written(structure, model):
    components = [{"mean": mean} for mean in model.getMeans()]
    for component, matrix in zip(components, model.getCovs()):
        shaped = {"spherical": matrix[0, 0], "diagonal": np.diag(matrix), "full": matrix}
        component["covariance"] = shaped[structure]
    return {"weights": model.getWeights().ravel(), "components": components}
