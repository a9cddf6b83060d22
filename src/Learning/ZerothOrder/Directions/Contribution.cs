namespace Federated.Learning.ZerothOrder;

/// <summary>One sample's part in a round's update.</summary>
/// <param name="Direction">z</param>
/// <param name="P">projected gradient as an integer, see <see cref="GradientByte.Decode"/></param>
public readonly record struct Contribution(Direction Direction, int P);
