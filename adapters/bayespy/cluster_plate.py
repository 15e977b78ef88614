import numpy as np
from bayespy.nodes import *
from bayespy.inference import VB
rng=np.random.default_rng(0); X=rng.poisson(4,size=(9,3)); R=rng.dirichlet([1,1],9)
a=np.array([1.,2.,3.]); b=np.array([.5,1.,2.])
def go(kd):
    w=Dirichlet([1.,1.]); z=Categorical(w,plates=(9,1)); z.initialize_from_parameters(R[:,None])
    if kd: th=Gamma(a,b,plates=(2,3)); x=Mixture(z,Poisson,th,cluster_plate=-2)
    else: th=Gamma(a[:,None],b[:,None],plates=(3,2)); x=Mixture(z,Poisson,th)
    x.observe(X); Q=VB(w,z,th,x); Q.ignore_bound_checks=True
    Q.update(w,th,verbose=False)
    for _ in range(3): Q.update(z,w,th,verbose=False)
    return Q.L[:4]
for kd in(False,True):
    try: print(kd,go(kd))
    except Exception as e: print(kd,repr(e))
X=X[:,:2];a=a[:2];b=b[:2]
def go2(kd):
    w=Dirichlet([1.,1.]); z=Categorical(w,plates=(9,1)); z.initialize_from_parameters(R[:,None])
    if kd: th=Gamma(a,b,plates=(2,2)); x=Mixture(z,Poisson,th,cluster_plate=-2)
    else: th=Gamma(a[:,None],b[:,None],plates=(2,2)); x=Mixture(z,Poisson,th)
    x.observe(X); Q=VB(w,z,th,x); Q.ignore_bound_checks=True
    Q.update(w,th,verbose=False)
    for _ in range(3): Q.update(z,w,th,verbose=False)
    return Q.L[:4]
for kd in(False,True):
    try: print(kd,go2(kd))
    except Exception as e: print(kd,repr(e))
