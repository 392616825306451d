variable "backend" {}
