namespace Federated.Learning.ZerothOrder;

/// <summary>One sample's part in a round's update.</summary>
/// <param name="Direction">z</param>
/// <param name="P">projected gradient as an integer: one byte's, see <see cref="GradientByte.Decode"/>, or a sum of such</param>
public readonly record struct Contribution(Direction Direction, long P);
