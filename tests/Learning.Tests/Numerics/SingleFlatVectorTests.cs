namespace Federated.Learning.Tests.Numerics;

public sealed class SingleFlatVectorTests() : FlatVectorTests<float>(5e-7);
