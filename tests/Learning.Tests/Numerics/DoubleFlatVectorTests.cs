namespace Federated.Learning.Tests.Numerics;

public sealed class DoubleFlatVectorTests() : FlatVectorTests<double>(1e-15);
