namespace Federated.Learning.Experiments;

/// <summary>
/// Marks an options record that may be switched: a lone <c>true</c> stands for a mapping with every default, a lone <c>false</c> for no mapping.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SwitchAttribute : Attribute;
